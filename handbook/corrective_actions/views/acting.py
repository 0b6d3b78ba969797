"""Proving the person and acting in one transaction, with the refusal told in the form."""

from collections.abc import Callable

from handbook.core.actor import Actor
from handbook.core.errors import Conflict, Invalid, TooMany
from handbook.core.transaction import transaction
from handbook.corrective_actions.fields import ProvenForm
from handbook.people.sign_in import Proof, prove_again


def prove_and_act(actor: Actor, form: ProvenForm, act: Callable[[Proof], None]) -> Invalid | TooMany | Conflict | None:
    """Return None where all went well, else the refusal, whose words stand in the form."""
    try:
        proof = prove_again(actor, form.password.data)
    except (Invalid, TooMany) as wrong:
        form.password.errors = [str(wrong)]
        return wrong
    try:
        with transaction():
            act(proof)
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return fault
    except Conflict as stale:
        return stale
    return None


def stale_words(refusal: Invalid | TooMany | Conflict) -> str:
    """Return what to say where another writer was faster, else nothing."""
    return str(refusal) if isinstance(refusal, Conflict) else ""
