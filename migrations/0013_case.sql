-- +goose Up

-- What the buyer wants and what happened, in our words, as they confirmed it.
-- The message is the buyer's, if somebody of the team took their answer from it.
ALTER TABLE complaint ADD COLUMN restatement TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN restatement_state TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN restatement_words TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN restatement_message TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN restatement_asked_at BIGINT NOT NULL DEFAULT 0;

-- What we offered, and the buyer's word on it.
ALTER TABLE complaint ADD COLUMN proposal TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN agreement TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN agreement_message TEXT NOT NULL DEFAULT '';

-- outcome_round counts the questions, so that a clock of an earlier one does
-- nothing; reminders are those of this round.
ALTER TABLE complaint ADD COLUMN outcome_round BIGINT NOT NULL DEFAULT 0;
ALTER TABLE complaint ADD COLUMN outcome_reminders BIGINT NOT NULL DEFAULT 0;
ALTER TABLE complaint ADD COLUMN outcome_message TEXT NOT NULL DEFAULT '';

ALTER TABLE complaint ADD COLUMN closed_how TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN closed_note TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN closed_by TEXT NOT NULL DEFAULT '';
UPDATE complaint SET closed_how = 'confirmed', closed_by = customer_id WHERE stage = 'closed';

ALTER TABLE complaint ADD COLUMN reopened_by TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN reopened_why TEXT NOT NULL DEFAULT '';

ALTER TABLE complaint ADD COLUMN escalated_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE complaint ADD COLUMN escalated_by TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN escalated_to TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN escalated_why TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN escalated_words TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN accepted_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE complaint ADD COLUMN accepted_by TEXT NOT NULL DEFAULT '';

-- A case that turned out to be about the same as another one, and where its
-- handling was, for who takes that back.
ALTER TABLE complaint ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN merged_stage TEXT NOT NULL DEFAULT '';
CREATE INDEX complaint_merged ON complaint (merged_into) WHERE merged_into <> '';

-- How many entries the clocks of a case have written into their record.
ALTER TABLE complaint ADD COLUMN clock_entries BIGINT NOT NULL DEFAULT 0;

-- The case in which a commitment was made, while that is merged into the one
-- that it counts for now.
ALTER TABLE commitment ADD COLUMN merged_from TEXT NOT NULL DEFAULT '';
