"""The attachment that proves: record, salt and inclusion proof of each piece of evidence, and the checkpoint."""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from handbook.core.db import db
from handbook.documents.seal import Attachment
from handbook.ledger import tree
from handbook.ledger.canonical import canonical
from handbook.ledger.checkpoints import inclusion_proof
from handbook.ledger.leaves import LeafData, commitment, leaf_bytes
from handbook.ledger.models import EVIDENCE, Leaf, table_of
from handbook.ledger.notes import parse_note
from handbook.ledger.records import moment_text, shape_of

NAME = "evidence.json"


def evidence_attachment(record_ids: Sequence[str], note: str) -> Attachment:
    """Return the evidence behind a document as one JSON file; the checkpoint in `note` must cover every record."""
    size = parse_note(note).head.size
    leaves = db.session.execute(select(Leaf).where(Leaf.record_id.in_(record_ids)).order_by(Leaf.index)).scalars().all()
    records = [_proven(leaf, size) for leaf in leaves]
    data = json.dumps({"records": records, "checkpoint": note}, ensure_ascii=False, indent=1, sort_keys=True)
    return Attachment(NAME, "application/json", "Record, salt, proof and checkpoint of the signature", data.encode())


def check_attachment(data: bytes) -> tuple[list[dict[str, Any]], list[str]]:
    """Check an attachment by itself: each record leads by its proof to the root that the checkpoint names.

    Returns the records and one sentence per fault; who signed the checkpoint is for the caller to check.
    """
    content = json.loads(data)
    head = parse_note(content["checkpoint"]).head
    faults = []
    for entry in content["records"]:
        committed = commitment(bytes.fromhex(entry["salt"]), canonical(entry["record"]))
        leaf = leaf_bytes(LeafData(entry["type"], entry["record"]["schema"], entry["record"]["recorded_at"], committed))
        proof = [bytes.fromhex(step) for step in entry["proof"]]
        if not tree.verify_inclusion(tree.leaf_hash(leaf), entry["position"], head.size, proof, head.root):
            faults.append(f"The record {entry['type']} {entry['record']['id']} does not lead to the checkpoint's root.")
    return content["records"], faults


def record_fingerprint(record: dict[str, Any]) -> str:
    """Return the SHA-256 of a record's canonical JSON, as printed on signature pages."""
    return sha256(canonical(record)).hexdigest()


def _proven(leaf: Leaf, size: int) -> dict[str, Any]:
    table = table_of(EVIDENCE[leaf.type])
    shape = shape_of(table)
    row = db.session.execute(
        select(*shape.select, table.c.salt.label("_salt")).where(table.c.id == leaf.record_id)
    ).one()
    return {
        "type": leaf.type,
        "position": leaf.index,
        "at": moment_text(leaf.at),
        "record": shape.record(row[:-1], leaf.schema),
        "salt": bytes(row[-1]).hex(),
        "proof": [step.hex() for step in inclusion_proof(leaf.index, size)],
    }
