"""Compare two versions of a matter in a designer's words; pure: files in, changes out."""
