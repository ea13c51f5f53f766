"""What Wagtail does when a workflow's last task is approved (WAGTAIL_FINISH_WORKFLOW_ACTION).

Wagtail imports this module while its models load, so nothing of models can be imported at its top.
"""

from django.utils.module_loading import import_string


def finish(workflow_state, user=None):
    """Grant the permit and make the posting, in the transaction of the last signature; other pages as Wagtail does."""
    state = workflow_state.current_task_state
    item = import_string("disclosure.items.models.ItemPage")
    if issubclass(workflow_state.content_type.model_class(), item):
        import_string("disclosure.signoff.operations.complete")(state and state.specific, user)
    else:
        import_string("wagtail.workflows.publish_workflow_state")(workflow_state, user=user)
