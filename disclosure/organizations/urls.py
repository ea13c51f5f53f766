"""Addresses of organizations, below the admin; and the one below the public site, where an invitation is answered."""

from django.urls import path

from .views import answer, code, factor, invitations, members, moving, opening, rosters

urlpatterns = [
    path("", rosters.IndexView.as_view(), name="index"),
    path("results/", rosters.IndexView.as_view(results_only=True), name="index_results"),
    path("open/", opening.OpenView.as_view(), name="open"),
    path("<int:organization>/", rosters.RosterView.as_view(), name="roster"),
    path("<int:organization>/move/", moving.MoveView.as_view(), name="move"),
    path("<int:organization>/bodies/add/", rosters.BodyAddView.as_view(), name="body_add"),
    path("<int:organization>/bodies/<int:body>/", rosters.BodyEditView.as_view(), name="body"),
    path("<int:organization>/bodies/<int:body>/add/", members.MemberAddView.as_view(), name="member_add"),
    path("<int:organization>/members/<int:member>/", members.MemberEditView.as_view(), name="member"),
    path("<int:organization>/members/<int:member>/end/", members.MemberEndView.as_view(), name="member_end"),
    path(
        "<int:organization>/members/<int:member>/invitation/", invitations.InvitationView.as_view(), name="invitation"
    ),
    path("<int:organization>/members/<int:member>/second-factor/", factor.ResetView.as_view(), name="factor_reset"),
    path("<int:organization>/members/<int:member>/revoke/", invitations.RevokeView.as_view(), name="revoke"),
]
account = [
    path("", factor.SecondFactorView.as_view(), name="second_factor"),
    path("code/", code.CodeView.as_view(), name="code"),
]
public = [path("<str:secret>/", answer.AnswerView.as_view(), name="answer")]
