"""Who may see a card, and under which count it stands."""

from engine.store.clocks import Card
from web.access import SignedIn

#: Who sees everybody's cards.
ALL_SEEING = ("supervisor", "deputy_director", "director")


def may_see(who: SignedIn, card: Card) -> bool:
    """Say whether a person may see a card: their own, their section's, or all for supervision."""
    return (
        who.has_post(*ALL_SEEING)
        or card.person_id == who.id
        or any(section == card.section_key for section, _post in who.held)
    )


def group_of(card: Card) -> str:
    """Return revoked, answered, or the colour of a card that owes its reason."""
    if card.revoked_at is not None:
        return "revoked"
    return "answered" if card.reason else card.colour
