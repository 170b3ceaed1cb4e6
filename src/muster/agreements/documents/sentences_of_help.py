"""What each value of the terms of asking, answering and belonging says, as a sentence.

A text takes the value's words at `{}`. Of a pair, the first is said where there is a value (or it is
true), the second where there is none (or it is false); an empty one says nothing. A table has one
sentence for each choice.
"""

from __future__ import annotations

from collections.abc import Mapping

Saying = str | tuple[str, str] | Mapping[str, str]

OF_HELP: dict[str, Saying] = {
    "trigger.any_of": "Help may be asked for on account of any of these: {}.",
    "requester.title": "Who asks for a party is called: {}.",
    "requester.roles": "In Muster these roles count as that: {}.",
    "requester.officials": ("Any of these may ask: {}.", ""),
    "requester.sign_offs": "Persons who must sign a request: {}.",
    "requester.second_sign_off": ("The second signature is that of: {}.", ""),
    "requester.second_roles": "In Muster these roles count as that second person: {}.",
    "requester.proxy": (
        "The coordinator may file a request for a party that cannot do so itself.",
        "Nobody files a request for another party.",
    ),
    "oral_request.allowed": (
        "A request may be made by voice.",
        "A request by voice starts nothing.",
    ),
    "oral_request.confirmed": {
        "not_stated": "Until when a request by voice is written down is not stated.",
        "as_soon_as_practical": "A request by voice is written down as soon as practical.",
        "by_clock": "Until when a request by voice is written down stands among the deadlines.",
    },
    "oral_request.papers": ("A request by voice is followed by: {}.", ""),
    "response.voluntary": (
        "Helping is voluntary: a party may decline for any reason.",
        "A party that is able to help is bound to help.",
    ),
    "response.may_withhold": (
        "A party may hold back what its own community needs.",
        "A party may not hold back for its own community what was asked of it.",
    ),
    "response.offer_valid_hours": "An offer that nobody answers ends after {} hours.",
    "response.local_resources_first": (
        "Who asks must have used its own means first.",
        "Who asks need not have used up its own means.",
    ),
    "approver.title": ("Help is sent by: {}.", ""),
    "approver.sign_offs": "Persons who must agree before anyone is sent: {}.",
    "approver.second_sign_off": ("The second of them is: {}.", ""),
    "approver.second_roles": "In Muster these roles count as that second person: {}.",
    "approver.in_writing": ("Whoever goes accepts in writing.", ""),
    "standing.may_ask": "A party may ask while its standing is one of these: {}.",
    "standing.may_answer": "A party may answer while its standing is one of these: {}.",
    "recall.any_time": (
        "The helping party may recall its people at any time.",
        "The helping party may not recall its people before the agreed end.",
    ),
    "recall.notice_hours": (
        "It gives {} hours of notice in good faith.",
        "No notice of recall is demanded.",
    ),
    "recall.oral_then_written": (
        "A recall by voice counts, and is then written down.",
        "A recall counts only in writing.",
    ),
    "extension.cap_days": (
        "People go home {} days after they arrived.",
        "No length of a deployment is set.",
    ),
    "extension.by": {
        "day": "A deployment is extended by the day.",
        "week": "A deployment is extended by the week.",
        "free": "A deployment is extended to whatever day both agree on.",
    },
    "extension.written_exception": (
        "The two parties may agree on another length in writing.",
        "The two parties may not agree on another length.",
    ),
    "recording.moments": ("For each person these moments are recorded: {}.", ""),
    "recording.daily_time": ("Time is recorded day by day.", "Time need not be recorded daily."),
    "recording.progress_report_hours": ("Progress is reported every {} hours.", ""),
    "control.by": {
        "responding_party": "The helping party directs the work.",
        "requesting_party": "The party that asked directs the work.",
        "incident_command": "The incident command of the party that asked directs the work.",
    },
    "control.supervision": {
        "responding_party": "The people sent stay under their own supervisors, day by day.",
        "requesting_party": "The party that asked supervises the people sent, day by day.",
        "incident_command": "The incident command supervises the people sent, day by day.",
    },
    "control.within_own_policy": (
        "An order that would break the helping party's own policy need not be followed.",
        "The helping party's own policy is no reason not to follow an order.",
    ),
    "control.wording": ("In the words of the written authority: {}", ""),
    "liability.harm": {
        "responding_party": "The helping party answers for harm done to others.",
        "requesting_party": "The party that asked answers for harm done to others.",
        "each_its_own": "Each party answers for its own people.",
        "not_stated": "Who answers for harm done to others is not stated.",
    },
    "liability.workers_compensation": {
        "responding_party": "Workers' compensation stays with the helping party.",
        "requesting_party": "The party that asked bears workers' compensation.",
        "each_its_own": "Each party bears the workers' compensation of its own people.",
        "not_stated": "Who bears workers' compensation is not stated.",
    },
    "liability.immune": {
        "responding_party": "The helping party keeps its immunity.",
        "requesting_party": "The party that asked keeps its immunity.",
        "each_its_own": "Each party keeps its immunity.",
        "not_stated": "Nothing is stated of immunity.",
    },
    "liability.deemed_employees_of": {
        "responding_party": "For liability the people sent count as the helping party's employees.",
        "requesting_party": "For liability the people sent count as employees of the party that asked.",
        "each_its_own": "For liability everybody counts as an employee of their own party.",
        "not_stated": "Whose employees the people sent count as is not stated.",
    },
    "liability.wording": ("In the words of the written authority: {}", ""),
    "insurance.cover": {
        "not_stated": "What cover a party keeps is not stated.",
        "insurance": "Each party keeps insurance.",
        "self_insurance": "Each party insures itself.",
        "either": "Each party keeps insurance or insures itself.",
    },
    "insurance.wording": ("In the agreement's words: {}", ""),
    "permits.honoured": {
        "not_stated": "Whether a licence from elsewhere counts is not stated.",
        "yes": "A licence of one's own place counts where one helps.",
        "no": "A licence of one's own place does not count elsewhere.",
    },
    "data_access.gates": (
        "Before protected data is touched these are needed: {}.",
        "Nothing is demanded before protected data is touched.",
    ),
    "data_access.escort_instead": (
        "Who lacks a clearance may work under escort.",
        "An escort does not stand in for a clearance.",
    ),
    "confidentiality.marked_documents_only": (
        "Only documents marked as confidential are kept so.",
        "Whatever is learned while helping is kept confidential.",
    ),
    "confidentiality.subpoena_notice": ("The owner is told of a subpoena.", ""),
    "eligible.kinds": "These kinds of bodies may be parties: {}.",
    "eligible.other_states": (
        "Bodies of another state may join.",
        "Bodies of another state may not join.",
    ),
    "joining.kind": {
        "opt_in": "Who wants to take part joins.",
        "opt_out": "Whoever the law names takes part, unless its governing body resolves not to.",
        "bilateral": "Each two parties make an agreement of their own.",
        "sign_as_is": "The text is signed as it is.",
    },
    "joining.steps": ("Joining takes these steps, in order: {}.", "Joining takes no steps."),
    "joining.effective_on": {
        "own_signature": "It is in force for a party from that party's own signature.",
        "resolution_date": "It is in force for a party from the date of its resolution.",
        "filing": "It is in force for a party once it is filed.",
        "last_party": "It is in force once the last of them has signed.",
    },
    "joining.signers": ("For a party sign, in order: {}.", "Nobody signs."),
    "joining.adopting": (
        "Adopting a later version takes: {}.",
        "A later version binds everybody at once.",
    ),
    "joining.between_versions": {
        "newest_both_adopted": "Between parties on different versions the newest holds that both adopted.",
        "requesting_party": "Between parties on different versions that of the party that asks holds.",
        "newest_in_force": "Between all parties the newest version in force holds.",
    },
    "joining.edits": (
        "A party may change the text before it signs.",
        "A party may not change the text.",
    ),
    "joining.electronic": ("An electronic signature counts.", "Only a signature by hand counts."),
    "baseline.items": (
        "Each party attests to these: {}.",
        "There is no security baseline to attest to.",
    ),
    "baseline.reviewed": ("An attestation counts only once a reviewer accepted it.", ""),
    "baseline.reviewed_by": ("Attestations are reviewed by: {}.", "Nobody reviews attestations."),
    "baseline.evidence_seen_by": (
        "Beside its owner, evidence is seen by: {}.",
        "Evidence is seen by its owner alone.",
    ),
    "duration.years": ("The agreement runs for {} years.", "No number of years is stated."),
    "duration.renewal": {
        "none_stated": "Nothing is stated of its renewal.",
        "yearly": "It renews by itself every year.",
        "until_withdrawn": "It runs until a party withdraws.",
        "by_agreement": "It is renewed when the parties agree to.",
    },
    "withdrawal.notice_days": (
        "A party leaves {} days after it gave notice.",
        "A party may leave at once.",
    ),
    "withdrawal.debts_survive": (
        "What is owed stays owed.",
        "Debts end with the withdrawal.",
    ),
    "withdrawal.shared_property": {
        "not_stated": "What becomes of things held together is not stated.",
        "each_keeps_its_own": "Each keeps what is its own.",
        "by_contribution": "Things held together are divided by what each gave.",
        "as_agreed": "Things held together are divided as the parties agree.",
    },
    "retention.years": (
        "Records are kept for {} years after close-out.",
        "Records are kept as each party's own schedule says.",
    ),
    "retention.kinds": ("For other lengths are kept: {}.", ""),
    "administration.kind": {
        "host": "One party administers the agreement.",
        "committee": "A committee administers the agreement.",
        "state_agency": "An agency of the state administers the agreement.",
        "regional_body": "A regional body administers the agreement.",
        "not_stated": "Who administers the agreement is not stated.",
    },
    "administration.by": ("It is administered by: {}.", ""),
    "administration.votes": {
        "one_each": "Each party has one vote.",
        "by_population": "Votes weigh by population.",
        "by_contribution": "Votes weigh by contribution.",
        "not_stated": "How votes weigh is not stated.",
    },
    "administration.meets": ("The parties meet: {}.", ""),
    "administration.contacts_refreshed_days": (
        "Each party looks over its contacts every {} days.",
        "",
    ),
    "administration.joint_training": ("Training together is encouraged.", ""),
}
