"""What the addresses of network reports answer to whom; see ``tests/test_matrix.py``.

Everybody reads what is published. Only the programme manager makes one, and only while in conflict with no member.
"""

from peerreview.models import AggregateVersion

TABLE = """
/network-reports/ | 200
/network-reports/{last_cycle}/whole-home/1/ | 200
/network-reports/{last_cycle}/whole-home/1/{network_n}/ | 200
/network-reports/{last_cycle}/whole-home/1/{network_n}/report.csv | 200
/network-reports/{last_cycle}/whole-home/1/{network_n}/report.exe | 404
/network-reports/{last_cycle}/whole-home/1/1/ | 404
/network-reports/{last_cycle}/whole-home/9/ | 404
/cycles/{last_cycle}/network-report/ | 401 visitor; 200 programme-manager; 404
/cycles/{last_cycle}/network-report/whole-home/1/ | 401 visitor; 200 programme-manager; 404
/cycles/{last_cycle}/network-report/whole-home/9/ | 401 visitor; 404
/cycles/{last_cycle}/network-report/whole-home/1/compute/ | 401 visitor; 200 programme-manager; 404
POST /cycles/{last_cycle}/network-report/whole-home/1/compute/ | 401 visitor; 422 programme-manager; 404
/cycles/{last_cycle}/network-report/whole-home/1/words/ | 401 visitor; 200 programme-manager; 404
/cycles/{last_cycle}/network-report/whole-home/1/publish/ | 401 visitor; 200 programme-manager; 404
/cycles/{last_cycle}/network-report/whole-home/1/points/add/ | 401 visitor; 200 programme-manager; 404
/cycles/{last_cycle}/network-report/whole-home/1/points/1/ | 401 visitor; 404
/cycles/{last_cycle}/network-report/whole-home/1/points/1/remove/ | 401 visitor; 404
/cycles/{last_cycle}/network-report/whole-home/1/points/1/update/ | 401 visitor; 200 programme-manager; 404
"""


def examples() -> dict[str, object]:
    """Return the network report of the demonstration: that of last year's cycle."""
    version = AggregateVersion.objects.select_related("report__cycle").get(
        kind="published", report__edition__set__code="whole-home"
    )
    return {"last_cycle": version.report.cycle.label, "network_n": version.n}
