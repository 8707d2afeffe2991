package policy

import "cmp"

// AttachmentName is what pages call a kind of paper that a repair may ask for; a kind
// without a name is shown as it is.
func AttachmentName(kind string) string { return cmp.Or(attachments[kind], kind) }
