package web

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

// listingList is who is or was on a list.
type listingList struct {
	Filter filter
	Rows   []cases.ListingView
	Lists  map[string]string // their names
	Places map[string]string
	Next   string
	First  string
	Export []way
}

// List names a list.
func (l listingList) List(key string) string { return word(l.Lists, key) }

func (s *Site) listings(c *gin.Context) error {
	q := c.Request.URL.Query()
	page, err := s.queries.Listings(c.Request.Context(), me(c), listingFilterOf(q), cases.Page{Cursor: q.Get("cursor"), Limit: perPage})
	if err != nil {
		return err
	}
	v := listingList{
		Rows: page.Items, Next: nextPage("/listings", q, page.Next), First: firstPage("/listings", q), Export: exports("listings", address("/listings", q)),
	}
	if v.Lists, err = s.listNames(c.Request.Context()); err != nil {
		return err
	}
	if v.Places, err = s.placesOf(c.Request.Context(), page.Items); err != nil {
		return err
	}
	organizations, err := s.reached(c, me(c))
	if err != nil {
		return err
	}
	var lists []option
	for _, key := range slices.Sorted(maps.Keys(v.Lists)) {
		lists = append(lists, option{Value: key, Label: v.Lists[key]})
	}
	v.Filter = filter{Action: "/listings", Fields: []field{
		{Name: "list", Label: "名单", Options: lists},
		{Name: "active", Label: "状态", Options: []option{{Value: "true", Label: "在册"}, {Value: "false", Label: "已终止"}}},
		{Name: "organization", Label: "机构", Options: organizations},
	}}
	v.Filter.read(q)
	v.Filter.narrow("/listings", q, "")
	return s.show(c, http.StatusOK, "listings", "名单", v)
}

// listNames are what the reader's jurisdictions call their lists.
func (s *Site) listNames(ctx context.Context) (map[string]string, error) {
	called := map[string]string{}
	for _, j := range actor(ctx).Jurisdictions(access.Readers()...) {
		catalogue, err := s.queries.Catalogue(ctx, j, "")
		if p, ok := refused(err); ok && p.Class != models.Unavailable {
			continue // nothing in force there just now
		}
		if err != nil {
			return nil, err
		}
		for _, l := range catalogue.Lists {
			called[l.Key] = l.Name
		}
	}
	return called, nil
}

// placesOf names the organizations of listings.
func (s *Site) placesOf(ctx context.Context, rows []cases.ListingView) (map[string]string, error) {
	ids := make([]string, len(rows))
	for i, l := range rows {
		ids[i] = l.Organization
	}
	return s.queries.OrganizationNames(ctx, ids)
}
