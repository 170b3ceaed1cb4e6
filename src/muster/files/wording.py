"""Sentences of this room's refusals and facts."""

from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording

register_wording(
    {
        "file.empty": "That file is empty. Choose the file again.",
        "file.too_large": "That file is larger than {limit}. Send a smaller one, such as a photo "
        "of lower quality.",
        "file.type_not_allowed": "That kind of file is not kept here. Use one of: {kinds}.",
        "file.not_what_it_says": "The content of that file is not {kind}. Save it again as {kind}, "
        "or choose another file.",
        "file.label_unknown": "Choose one of the sharing labels of the list.",
        "file.label_too_wide": "The incident is shared as {label}. Choose that label or a narrower "
        "one for the file.",
        "file.not_yours": "Another party sent this file, and says how far it may travel.",
        "file.infected": "The virus scanner found {finding} in that file. It was not kept; tell "
        "your security lead.",
        "file.scanner_unreachable": "The virus scanner does not answer, so no file can be kept "
        "now. Try again later; everything else can be saved without the file.",
    }
)

register_fact_words(
    {
        "FileStored": "Kept the file {name}.",
        "FileLabelled": "Shares a file as {sharing_label} from now on.",
    }
)
