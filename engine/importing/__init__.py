"""Foreign diagrams: read what another tool drew, map what has one meaning, name what to decide.

Nothing here deploys, and nothing changes meaning in silence: every change is a note. The original
bytes are always kept.
"""
