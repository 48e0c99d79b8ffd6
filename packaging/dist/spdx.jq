# From a list of packages to an SPDX 2.3 document. Identifiers may hold letters, digits, dots and dashes.
def id: "SPDXRef-" + ("\(.name)-\(.version)" | gsub("[^A-Za-z0-9.-]"; "-"));
def known: if . == "" then "NOASSERTION" else . end;

{
  spdxVersion: "SPDX-2.3",
  dataLicense: "CC0-1.0",
  SPDXID: "SPDXRef-DOCUMENT",
  name: "automount-agent-\($version)",
  # The program's hash makes it unique: another program is another document.
  documentNamespace: "https://spdx.org/spdxdocs/automount-agent-\($version)-\($sha256)",
  creationInfo: { created: $created, creators: ["Organization: \($company)", "Tool: build-sbom-\($version)"] },
  packages: ([{
    name: "automount-agent",
    SPDXID: "SPDXRef-automount-agent",
    versionInfo: $version,
    supplier: "Organization: \($company)",
    downloadLocation: "NOASSERTION",
    filesAnalyzed: false,
    checksums: [{ algorithm: "SHA256", checksumValue: $sha256 }],
    licenseConcluded: "Apache-2.0",
    licenseDeclared: "Apache-2.0",
    copyrightText: "NOASSERTION",
    primaryPackagePurpose: "APPLICATION"
  }] + map({
    name,
    SPDXID: id,
    versionInfo: .version,
    supplier: (if .authors == "" then "NOASSERTION" else "Organization: \(.authors)" end),
    downloadLocation: "https://www.nuget.org/api/v2/package/\(.name)/\(.version)",
    filesAnalyzed: false,
    checksums: [{ algorithm: "SHA512", checksumValue: .sha512 }],
    licenseConcluded: "NOASSERTION",
    licenseDeclared: (.license | known),
    copyrightText: "NOASSERTION",
    externalRefs: [{
      referenceCategory: "PACKAGE-MANAGER",
      referenceType: "purl",
      referenceLocator: "pkg:nuget/\(.name)@\(.version)"
    }]
  })),
  relationships: ([{
    spdxElementId: "SPDXRef-DOCUMENT",
    relationshipType: "DESCRIBES",
    relatedSpdxElement: "SPDXRef-automount-agent"
  }] + map(
    if .role == "STATIC_LINK"
    then { spdxElementId: "SPDXRef-automount-agent", relationshipType: .role, relatedSpdxElement: id }
    else { spdxElementId: id, relationshipType: .role, relatedSpdxElement: "SPDXRef-automount-agent" }
    end))
}
