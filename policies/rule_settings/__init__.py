"""What each rule can be told, by its id: a line in its family's file, and a class there when it has settings."""

from policies.rule_settings.accessible import AccessibleRules
from policies.rule_settings.core import CoreRules
from policies.rule_settings.elections import ElectionsRules
from policies.rule_settings.hygiene import HygieneRules
from policies.rule_settings.images import ImagesRules
from policies.rule_settings.languages import LanguagesRules
from policies.rule_settings.moderating import ModeratingRules
from policies.rule_settings.personal import PersonalRules


class Rules(
    CoreRules,
    PersonalRules,
    ImagesRules,
    ElectionsRules,
    LanguagesRules,
    AccessibleRules,
    ModeratingRules,
    HygieneRules,
):
    """Every rule, by its id."""
