"""Teachers: ordinary Debian synthesisers that say exactly the phonemes they are given."""
