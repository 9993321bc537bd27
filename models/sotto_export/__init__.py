"""Export of StyleTTS2-family checkpoints to Sotto packs: their own graphs, split so that speech can start early."""
