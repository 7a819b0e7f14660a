"""BPMN: read a diagram, check it, and run cases on SpiffWorkflow, repaired by subclassing.

This package is the only importer of SpiffWorkflow. It knows no database, no clock and no
expression language: expressions go to a callback, and time is the caller's.
"""
