-- Lists are asked of the catalogue in memory; these indexes served them alone.
DROP INDEX works_facets;
DROP INDEX works_posted;
DROP INDEX works_words;
DROP INDEX works_title;
DROP INDEX work_filters_newest;

-- What is left to count here: who may hear of a tag, and what the whole archive has.
CREATE INDEX work_filters_tag ON work_filters (tag_id, audience, work_id);
CREATE INDEX works_counted ON works (audience, words);
