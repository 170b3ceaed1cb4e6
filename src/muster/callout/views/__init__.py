"""Call-outs as pages."""
