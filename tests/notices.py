"""A made-up holiday notice of 2027, for tests of calendars."""

NUMBER = "国办发明电〔2026〕99号"
#: The days the 办法 fixes, with 元旦 off to Monday 4 January.
NOTICE = """
2027-01-01 至 2027-01-04 休 元旦
2027-01-09 班 元旦
2027-02-05..2027-02-11 休 春节
2027-04-05 休 清明节
2027-05-01..2027-05-05 休 劳动节
2027-06-09 休 端午节
2027-09-15 休 中秋节
2027-10-01..2027-10-07 休 国庆节
"""
