"""``schemas/identity.yaml`` as frozen objects: the thresholds and lists by which mentions become events and are linked.

The form of the file is held by ``schemas/meta/identity.schema.json``. No rule lives here, and no threshold lives in a rule.
"""

from riobravo.events.policy.model import LinkRule, Persons, Policy, Stages
from riobravo.events.policy.read import load, read

__all__ = ["LinkRule", "Persons", "Policy", "Stages", "load", "read"]
