"""A report's picture: how many standards of each section are met, the team's count beside the service's own."""

from django.utils.translation import gettext as _

from peerreview.domain.reports import Report
from peerreview.queries.reportwords import labels
from portal.ui.charts import Bar, BarChart, bar_chart


def side_by_side(report: Report) -> BarChart:
    """Draw two bars a section; in the order of the standards, for a report is no league table."""
    named = labels()
    bars = []
    for section in report.sections:
        for who, count, own in ((named["peers"], section.peers, False), (named["own"], section.own, True)):
            words = _("%(met)d of %(all)d") % {"met": count.met, "all": count.denominator}
            bars.append(Bar(f"{section.code} {section.title}: {who}", count.met, words, highlight=not own))
    title = _("Standards met, as the team and the service itself see them")
    return bar_chart(title, bars, head=(named["section"], named["met"]))
