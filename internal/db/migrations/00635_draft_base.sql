-- base is now kept for copies that are being written in too: the version of the
-- chapter when they were begun. Those that there are go on as they are.
UPDATE drafts SET base = (SELECT version FROM chapters WHERE chapters.id = drafts.chapter_id) WHERE live;
