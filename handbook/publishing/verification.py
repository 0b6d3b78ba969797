"""Has every change that an edition calls a matter of wording been confirmed by another person?"""

from sqlalchemy import Connection, select

from handbook.ledger.findings import Findings
from handbook.ledger.models import table_of
from handbook.publishing.models import EditorialConfirmation
from handbook.rules.beside import EDITORIAL
from handbook.rules.models import Edition


def check_editorial(connection: Connection, findings: Findings) -> None:
    """Find the word of a second person, given after the edition before, for each editorial change of each edition."""
    table = table_of(EditorialConfirmation)
    rows = connection.execute(select(table.c.rule_id, table.c.edition_before, table.c.said_by, table.c.confirmed_by))
    confirmed = {(row.rule_id, row.edition_before) for row in rows if row.said_by != row.confirmed_by}
    for number, manifest in connection.execute(select(Edition.number, Edition.manifest).order_by(Edition.number)):
        for rule in manifest["rules"]:
            if rule["change"] == EDITORIAL and (rule["rule_id"], number - 1) not in confirmed:
                findings.fault(
                    f"Edition {number} calls the change of rule {rule['rule_id']} editorial, and nobody confirmed it."
                )
