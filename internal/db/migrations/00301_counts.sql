-- What lists count. The tags of one type are counted in the order of this index,
-- for guests and for members alike.
DROP INDEX work_filters_type;
CREATE INDEX work_filters_count ON work_filters (type, tag_id, audience);

-- Everything that filters ask of works themselves, a tenth of the rows' size, for
-- numbers over all of them.
CREATE INDEX works_facets ON works (rating, language, complete, crossover, audience, anonymous, words, revised_at);
