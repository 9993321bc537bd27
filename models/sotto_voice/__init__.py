"""Training of the Sotto starter voice, from text generation to the pack."""
