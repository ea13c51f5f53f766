// Starts the calendar of each day that is asked for (CalendarInput); initDateChooser is Wagtail's.
document.addEventListener("DOMContentLoaded", () => {
    for (const input of document.querySelectorAll("input[data-calendar]")) {
        initDateChooser(input.id, JSON.parse(input.dataset.calendar));
    }
});
