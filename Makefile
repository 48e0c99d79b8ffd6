# make alone prints what there is. The .NET SDK is needed to build, and a C compiler, which links native code: make build installs it.
DESTDIR ?=
CONFIGURATION := Release
RUNTIME := linux-x64
NODE ?= bookworm
SECOND_KIND := trixie
PROJECT_agent := agent/Agent
PROJECT_packaging := packaging
RESULTS := artifacts/test-results
UNIT_RESULTS := $(foreach project,Architecture Agent Packaging,$(RESULTS)/$(project).Tests.log)
# make test has one round: the tests of the suite are unit tests as well.
HOSTILE_ROUNDS ?= 3
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

.PHONY: help build install hostile test-unit test endurance demo bench bench-ldap bench-maps bench-pods bench-servers fuzz clean always toolchain tools node-image

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: out/automount-agent out/automount-packaging ## build out/automount-agent and out/automount-packaging

out/automount-%: toolchain always
	dotnet publish $(PROJECT_$*) -c $(CONFIGURATION) -r $(RUNTIME) --self-contained -v quiet
	install -D -m 755 artifacts/publish/$(shell echo $* | sed 's/^./\U&/')/release_$(RUNTIME)/automount-$* $@

# clang or gcc. Debian's gcc comes without the C library to link with.
toolchain:
	@tests/need $(if $(shell command -v clang),,gcc=gcc) objcopy=binutils /usr/include/features.h=libc6-dev

# Under /usr only: /etc belongs to the administrator and to MachineConfigs.
install: ## install what make build made below DESTDIR
	install -D -m 755 out/automount-agent $(DESTDIR)/usr/bin/automount-agent
	install -D -m 644 -t $(DESTDIR)/usr/lib/systemd/system systemd/system/*.service
	install -D -m 644 -t $(DESTDIR)/usr/lib/systemd/system-preset systemd/system-preset/*.preset
	install -D -m 644 -t $(DESTDIR)/usr/lib/systemd/catalog systemd/catalog/*.catalog
	install -D -m 644 -t $(DESTDIR)/usr/share/dbus-1/system.d systemd/dbus/*.conf
	install -D -m 644 -t $(DESTDIR)/usr/lib/automount-agent/agent.conf.d systemd/agent.conf.d/*.conf
	install -D -m 644 -t $(DESTDIR)/usr/lib/automount-agent/kubelet.service.d systemd/dropins/kubelet.service.d/*.conf
	install -D -m 644 -t $(DESTDIR)/usr/lib/automount-agent/automount-agent.service.d systemd/dropins/automount-agent.service.d/*.conf
	install -D -m 644 -t $(DESTDIR)/usr/share/man/man5 systemd/man/*.5
	install -D -m 644 -t $(DESTDIR)/usr/share/man/man8 systemd/man/*.8
	install -D -m 644 -t $(DESTDIR)/usr/share/bash-completion/completions systemd/completions/bash/*
	install -D -m 644 -t $(DESTDIR)/usr/share/zsh/site-functions systemd/completions/zsh/*
	install -D -m 644 -t $(DESTDIR)/usr/share/fish/vendor_completions.d systemd/completions/fish/*
	install -D -m 644 -t $(DESTDIR)/usr/share/licenses/automount-agent LICENSE

hostile: ## run what strangers may send: hostile servers, clients, files and maps (HOSTILE_ROUNDS times)
	dotnet build tests/Agent.Tests -v quiet
	dotnet build tests/Packaging.Tests -v quiet
	@for round in $$(seq $(HOSTILE_ROUNDS)); do for project in Agent Packaging; do \
		artifacts/bin/$$project.Tests/debug_$(RUNTIME)/$$project.Tests -noColor -trait suite=hostile || exit 1; done; done

test-unit: $(UNIT_RESULTS) ## run the unit tests
	@tests/sum-results $^

# Image and node tests want the published program.
test: tools node-image build $(UNIT_RESULTS) $(RESULTS)/images.log $(RESULTS)/node.log $(RESULTS)/node-main.log ## run the unit tests, the image tests and the tests on a virtual node
	@tests/sum-results $(UNIT_RESULTS) $(RESULTS)/images.log $(RESULTS)/node.log $(RESULTS)/node-main.log

tools:
	@tests/install-tools

# The node tests want it last, and wait for it; on a new machine it takes three minutes, most of them downloads.
node-image:
	@tests/node/install-tools
	@setsid sh -c 'tests/node/build-image; NODE=$(SECOND_KIND) tests/node/build-image' >/dev/null 2>&1 &

# Most tests wait for a server or a clock: more of them run at once than there are processors.
$(UNIT_RESULTS): $(RESULTS)/%.log: always
	dotnet build tests/$* -v quiet
	@tests/run-logged $@ 10 artifacts/bin/$*/debug_$(RUNTIME)/$* -noColor -longRunning 60 -maxThreads 2x

$(RESULTS)/node.log: build
	@tests/run-logged $@ 45 tests/node/run-tests

# The main job on the second kind of node: a healthy chain, a hung server, one path explained, pods.
MAIN_JOB := HealthyNodeTests HungServerTests ExplainTests PodTests
$(RESULTS)/node-main.log: build
	@NODE=$(SECOND_KIND) tests/run-logged $@ 30 tests/node/run-tests $(MAIN_JOB:%=-class NodeTests.%)

# Other kinds of node; by hand, tests/node/run-tests does the same with a choice of tests.
NODE_RESULTS := $(foreach kind,bookworm trixie sid,$(RESULTS)/node-$(kind).log)
test-nodes: $(NODE_RESULTS) ## run the node tests on each kind of node: Debian 12, 13 and sid
	@tests/sum-results $^

$(NODE_RESULTS): $(RESULTS)/node-%.log: build
	@NODE=$* tests/run-logged $@ 60 tests/node/run-tests

endurance: build ## the tests that run for an hour on a virtual node: what they measure goes into docs/endurance.md
	tests/endurance/run

demo: build ## show the agent on a virtual node (NODE=bookworm, trixie or sid): healthy, with a hung NFS server, and well again
	NODE=$(NODE) tests/node/demo

bench: build bench-maps ## measure what the agent costs
	tests/bench/run

bench-ldap: build ## measure what reading and watching a directory costs, against a slapd of its own
	dotnet build tests/Agent.Tests -v quiet
	tests/bench/ldap

fuzz: ## feed 10,000,000 made-up maps to the parsers (FUZZ_COUNT, FUZZ_SEED)
	dotnet build tests/Fuzz -c $(CONFIGURATION) -v quiet
	artifacts/bin/Fuzz/release_$(RUNTIME)/Fuzz

bench-pods: ## measure what watching 500 pods costs, in a tree like /proc
	tests/bench/pods/run

bench-servers: ## count how often a fleet asks an NFS server
	tests/bench/servers/run

bench-maps: build ## measure what validate costs, up to a million entries
	tests/bench/maps/run

clean: ## delete what was built
	rm -rf out artifacts

.PHONY: rpm image dist test-images test-nodes

rpm: out/automount-agent ## build and pack out/rpm/automount-agent-VERSION-1.x86_64.rpm
	packaging/rpm/build-rpm out/rpm

image: ## build the agent image from source, with podman or buildah
	containerfile/build-image automount-agent:latest

dist: build ## fill out/dist: RPM, agent image (OCI archive), SBOM, checksums
	packaging/dist/make-dist out/dist automount-agent:latest

# They want the published program, and whatever its restore brought: the image is built from the same packages.
$(RESULTS)/images.log: build
	@tests/run-logged $@ 15 tests/images/run-tests

test-images: $(RESULTS)/images.log ## build the RPM, the agent image and layered images for real, and check what is in them
	@tests/sum-results $<
