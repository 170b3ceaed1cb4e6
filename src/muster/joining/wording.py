"""The sentences of this room's refusals, and how its facts read on a timeline."""

from muster.web.display import label_text
from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording

register_wording(
    {
        "joining.wrong_state": "The papers are {state}: this is not possible any more. Reload the page.",
        "joining.not_yours": "Only the party itself, or the coordinator for it, may do this.",
        "joining.under_way": "Its papers for this version are being gathered already. Go on there.",
        "joining.adopted_already": "The party has adopted this version already. Nothing is left to do.",
        "joining.not_in_force": "Choose the version that is in force; no other one can be joined.",
        "joining.opt_out_kind": (
            "Under this agreement everybody is in who does not opt out: nothing needs to be signed. "
            "The coordinator puts the party in force."
        ),
        "joining.other_party_missing": "Choose the other party: this agreement is between two.",
        "joining.other_party_same": "Choose another party than your own.",
        "joining.not_bilateral": "This agreement is not between two parties. Leave the other party out.",
        "joining.kind_not_eligible": (
            "This agreement is for {kinds} only. Ask the coordinator which agreement is for you."
        ),
        "joining.step_not_asked": "The agreement does not ask for this step ({step}).",
        "joining.step_done": "This step is done already ({step}). Reload the page.",
        "joining.step_missing": "First comes another step: {step}. Until it is done this must wait.",
        "joining.day_in_future": "Choose a day that has come: the document's own date.",
        "joining.day_out_of_order": (
            "This is dated before the step that comes first ({step}, {day}). Check both dates."
        ),
        "joining.no_attorney": "Name the attorney who reviewed it.",
        "joining.no_number": "Write the number under which it is found again.",
        "joining.no_body": "Name the body that decided, such as the city council.",
        "joining.effect_before_resolution": "It cannot have effect before the day of the resolution.",
        "joining.no_reason": "Say in a sentence why.",
        "joining.nothing_to_renew": "This agreement does not end by itself, or renews by itself.",
        "joining.renewed_already": "The next term is agreed already. Renew again once it has begun.",
        "signature.by_hand_only": (
            "This agreement is signed by hand only. Sign it on paper, and bring the signed PDF."
        ),
        "signature.no_consent": "Tick the box to say that you sign.",
        "signature.other_document": (
            "The document is not the one that you were shown. Reload the page and read it again."
        ),
        "signature.no_title": "Write the title under which you sign, such as city manager.",
        "signature.no_name": "Name the person who signed.",
        "signature.second_factor": (
            "Confirm with a code of your authenticator app or a passkey: a password alone does not "
            "sign. You set one up under Your account."
        ),
        "signature.signed_already": "You have signed already. Somebody else signs next.",
        "signature.document_damaged": (
            "The stored document is damaged and cannot be signed. The coordinator restores it from "
            "the backup."
        ),
        "signature.none_inside": (
            "No signature is inside this PDF, so it proves nothing by itself. Let your authorized "
            "representative upload it, or send the paper to the coordinator, who confirms it by "
            "uploading it."
        ),
        "signature.not_as_is": (
            "This agreement is signed as it is, but the file does not begin with the exact document. "
            "Sign it here, or sign the very file that you downloaded here."
        ),
        "agreement_text.signed": "Somebody has signed this version: its text cannot be changed any more.",
        "agreement_text.holds_signatures": (
            "That PDF holds signatures already. Choose the text as it was before anybody signed."
        ),
        "pdf.not_pdf": "That file is not a PDF. Save it as PDF and choose it again.",
        "pdf.encrypted": "That PDF is protected by a password. Save it without protection.",
        "pdf.broken": "That PDF cannot be read: it is damaged. Make it again and choose the new file.",
        "pdf.too_many_pages": "That PDF has no page or more than {most}. Choose a shorter one.",
        "withdrawal.not_yours": "Only the party itself, or the coordinator for it, gives notice.",
        "withdrawal.no_reason": "Say in a sentence why: every member sees it.",
        "withdrawal.day_in_past": "A notice counts from the day on which it is given. The coordinator can "
        "record a notice that reached the network earlier.",
        "withdrawal.day_in_future": "Choose the day of the notice; it has come already.",
        "withdrawal.running": "Notice is given already. Take it back first.",
        "opt_out.not_this_kind": (
            "Under this agreement nobody is in without signing. To leave it give notice."
        ),
        "opt_out.already": "The party has opted out already.",
        "opt_out.none": "The party has not opted out.",
        "version.none_between": (
            "The two parties have adopted no version in common. One of them adopts the other's "
            "version first."
        ),
    }
)


def _signed(said: object) -> str:
    get = getattr(said, "get", lambda _name: "")
    where = "signed elsewhere; the file was uploaded" if get("is_made_elsewhere") else "signed"
    return f"{get('signer_name') or 'Somebody'}, {get('title')}, {where} for {get('party_name')}."


def _step(said: object) -> str:
    get = getattr(said, "get", lambda _name: "")
    number = f" ({get('number')})" if get("number") else ""
    return f"{get('party_name')}: {label_text(get('step')).lower()} done{number}."


register_fact_words(
    {
        "AgreementTextKept": "The document of version “{label}” was kept for signing.",
        "JoiningBegun": "{party_name} began its papers for version “{label}”.",
        "JoiningStepTaken": _step,
        "AgreementSigned": _signed,
        "JoiningCompleted": "The papers of {party_name} are complete; they bind from {effective_on}.",
        "JoiningTookEffect": "{party_name} is bound by version “{label}” from {effective_on}.",
        "JoiningAbandoned": "The papers of {party_name} were put away: {reason}",
        "JoiningRenewed": "{party_name} renewed until {ends_on}.",
        "JoiningRanOut": "The term of {party_name} ended on {ended_on}.",
        "ExitNoticeGiven": "{party_name} gave notice: it leaves after {ends_on}.",
        "ExitNoticeTakenBack": "{party_name} took its notice back.",
        "PartyLeft": "{party_name} has left; its last day was {last_day}.",
        "OptedOut": "{party_name} opted out by resolution {number}.",
        "OptOutRevoked": "{party_name} revoked its opt-out by resolution {number}.",
    }
)
