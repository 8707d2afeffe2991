// Package workflows holds the legal processes, one file each, in the order and the
// words of the rule. Whoever knows the regulation can read them; timers, messages,
// retries and trail are the desk's business.
package workflows
