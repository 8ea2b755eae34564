-- Which court's calendar counts. First as a column that may be empty, filled from the matters'
-- references ("BER/2024/017"); the next migration makes it obligatory.
ALTER TABLE deadlines ADD COLUMN court TEXT;

UPDATE deadlines
SET court = (SELECT CASE substr(reference, 1, 4) WHEN 'BER/' THEN 'Berlin' WHEN 'HAM/' THEN 'Hamburg' END
             FROM matters WHERE matters.id = deadlines.matter_id);
