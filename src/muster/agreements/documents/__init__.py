"""An agreement's terms as a document that a council can read: sentences, each with its ground."""
