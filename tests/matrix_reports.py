"""What the addresses of reports answer to whom; see ``tests/test_matrix.py``.

``held`` was visited last week: its report is with the service, and of the cast only who runs the reviews reads it. The
other review has no report, and to everybody these addresses are nothing. Who reads what:
``tests/peerreview/views/test_reports.py``.
"""

TABLE = """
/reports/ | 200
/reports/0123456789abcdef/ | 404
/reports/0123456789abcdef/report.pdf | 404
/reviews/{held}/report/ | 401 visitor; 200 programme-manager; 404
/reviews/{held}/report/words/ | 401 visitor; 200 programme-manager; 404
/reviews/{held}/report/standards/ | 401 visitor; 200 programme-manager; 404
/reviews/{held}/report/versions/1/ | 401 visitor; 200 programme-manager; 404
/reviews/{held}/report/send/ | 401 visitor; 404
/reviews/{held}/report/final/ | 401 visitor; 404
/reviews/{held}/report/comments/add/ | 401 visitor; 404
/reviews/{told_review}/report/ | 401 visitor; 404
/reviews/{told_review}/report/standards/ | 401 visitor; 404
/reviews/{told_review}/report/words/ | 401 visitor; 404
/reviews/{told_review}/report/standards/1.1/ | 401 visitor; 404
/reviews/{told_review}/report/standards/1.1/earlier/ | 401 visitor; 404
/reviews/{told_review}/report/summaries/ | 401 visitor; 404
/reviews/{told_review}/report/achievements/add/ | 401 visitor; 404
/reviews/{told_review}/report/achievements/1/ | 401 visitor; 404
/reviews/{told_review}/report/achievements/1/remove/ | 401 visitor; 404
/reviews/{told_review}/report/recommendations/add/ | 401 visitor; 404
/reviews/{told_review}/report/recommendations/1/ | 401 visitor; 404
/reviews/{told_review}/report/recommendations/1/remove/ | 401 visitor; 404
/reviews/{told_review}/report/put/ | 401 visitor; 404
/reviews/{told_review}/report/say/ | 401 visitor; 404
/reviews/{told_review}/report/send/ | 401 visitor; 404
/reviews/{told_review}/report/go-on/ | 401 visitor; 404
/reviews/{told_review}/report/final/ | 401 visitor; 404
/reviews/{told_review}/report/comments/add/ | 401 visitor; 404
/reviews/{told_review}/report/comments/finish/ | 401 visitor; 404
/reviews/{told_review}/report/versions/1/ | 401 visitor; 404
/reviews/{told_review}/report/versions/1/comments/1/ | 401 visitor; 404
/reviews/{told_review}/report/versions/1/report.pdf | 401 visitor; 404
/reviews/{told_review}/report/publication/ | 401 visitor; 404
/reviews/{told_review}/report/publication/offer/ | 401 visitor; 404
/reviews/{told_review}/report/publication/consent/ | 401 visitor; 404
/reviews/{told_review}/report/publication/decline/ | 401 visitor; 404
/reviews/{told_review}/report/publication/withdraw/ | 401 visitor; 404
"""
