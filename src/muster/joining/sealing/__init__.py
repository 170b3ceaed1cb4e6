"""PDFs that hold signatures: the network's key, the seal, and looking into what was uploaded."""

import logging

# An unknown signer of an uploaded file is an answer to be shown, not a fault of this installation.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
