# One static binary; the same image runs `migrate`, `api` and `worker`.
FROM golang:1.26.8-alpine AS build
# Set to a mirror near you where the default is slow.
ARG GOPROXY
ENV CGO_ENABLED=0
WORKDIR /src
# Modules change seldom: a layer of their own keeps them from being fetched anew
# for every change of code.
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -trimpath -ldflags '-s -w' -o /chengxin .

FROM alpine:3.22
# Deadlines are counted in Asia/Shanghai; wget answers the health checks.
RUN apk add --no-cache ca-certificates tzdata \
	&& adduser -D -H -u 10001 chengxin \
	&& install -d -o chengxin -g chengxin /var/lib/chengxin/data
COPY --from=build /chengxin /usr/local/bin/chengxin
USER chengxin
WORKDIR /var/lib/chengxin
EXPOSE 8080
ENTRYPOINT ["chengxin"]
CMD ["api"]
