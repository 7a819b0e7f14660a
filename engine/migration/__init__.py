"""Running cases on a new version of their matter: planned, judged one by one, moved, taken back."""
