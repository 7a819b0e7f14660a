"""The designer's studio: drafts of matters, their publication, and the way to folders and back."""
