"""The job that mails a receipt once the signature is committed."""

from typing import Any

from handbook.acknowledgements.emails_receipt import receipt
from handbook.acknowledgements.operations import RECEIPT
from handbook.acknowledgements.queries import receipt_to_mail
from handbook.core import jobs
from handbook.core.jobs import JobRun
from handbook.core.mail import deliver
from handbook.core.transaction import end_read

__all__ = ["RECEIPT", "mail_receipt"]


@jobs.handler(RECEIPT)
def mail_receipt(job: JobRun) -> dict[str, Any]:
    """Mail the receipt of a signature to its signer, where a mail address is still on file."""
    found = receipt_to_mail(str(job.payload["acknowledgement_id"]))
    message = receipt(*found) if found else None
    end_read()
    if message is not None:
        deliver(message)
    return {"sent": int(message is not None)}
