import fc from 'fast-check';

/**
 * The properties run hundreds of times here: always the same cases, as many as fit into a moment, and without looking
 * for the smallest counter-example, since a mutant is dead at the first.
 */
fc.configureGlobal({ seed: 20261124, endOnFailure: true, interruptAfterTimeLimit: 80 });
process.env.SPARSER = '61';
