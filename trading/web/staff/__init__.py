"""The staff area: a file per desk, each with its own blueprint behind the door."""

from trading.web.staff import (
    account,
    autosaving,
    desk,
    echo,
    files,
    first,
    notices,
    organizations,
    people,
    previews,
    publishing,
    search,
    sessions,
    site,
    word,
)

STAFF = (
    sessions.bp,
    sessions.inside,
    first.bp,
    desk.bp,
    notices.bp,
    previews.bp,
    files.bp,
    files.reading,
    word.bp,
    publishing.bp,
    search.bp,
    organizations.bp,
    echo.bp,
    autosaving.bp,
    account.bp,
    people.bp,
    site.bp,
)
