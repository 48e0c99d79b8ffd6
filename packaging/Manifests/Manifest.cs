using AutomountPackaging.Documents;

namespace AutomountPackaging.Manifests;

/// <summary>A Kubernetes object of a file.</summary>
/// <param name="Root">Its mapping.</param>
internal sealed record Manifest(Node Root)
{
    public string Kind => Root.TextAt("kind") ?? "";

    public string ApiVersion => Root.TextAt("apiVersion") ?? "";

    /// <summary>The API group: <c>apiVersion</c> without the version.</summary>
    public string Group => ApiVersion.Contains('/') ? ApiVersion[..ApiVersion.IndexOf('/')] : "";

    public string Name => Root.TextAt("metadata", "name") ?? "";

    public string Namespace => Root.TextAt("metadata", "namespace") ?? "";

    public Node? Spec => Root["spec"];

    /// <summary>Where a finding about the object as a whole belongs: its name, or where it begins.</summary>
    public Place Place => Root.At("metadata", "name")?.Place ?? Root.Place;

    /// <summary>Kind and name, as messages call it.</summary>
    public string Title => $"{Kind} {(Name.Length == 0 ? "without a name" : Name)}";

    /// <summary>
    /// The objects of a document: itself, or those that a List, a Template of OpenShift, a policy of Advanced Cluster Management or a
    /// ManifestWork brings. Anything else gives none.
    /// </summary>
    public static IEnumerable<Manifest> Of(Node document)
    {
        var manifest = new Manifest(document);
        if (manifest.Kind.Length == 0 || manifest.ApiVersion.Length == 0)
        {
            return [];
        }

        return manifest.Kind switch
        {
            "List" => document.Each("items").SelectMany(Of),
            "Template" when manifest.Group == "template.openshift.io" => TemplateObjects.Of(document).SelectMany(Of),
            "Policy" => Objects(manifest.Spec.Each("policy-templates")),

            // What a policy forbids is nothing that anybody gets.
            "ConfigurationPolicy" => Objects(manifest.Spec.Each("object-templates")
                .Where(t => !string.Equals(t.TextAt("complianceType"), "mustnothave", StringComparison.OrdinalIgnoreCase))),
            "ManifestWork" => manifest.Spec.Each("workload", "manifests").SelectMany(Of),
            _ => [manifest],
        };
    }

    private static IEnumerable<Manifest> Objects(IEnumerable<Node> templates) =>
        templates.Select(t => t["objectDefinition"]).OfType<Node>().SelectMany(Of);

    /// <summary>The template of the pods that it makes, or its own spec when it is a pod; null for any other kind.</summary>
    public Node? PodSpec => Kind switch
    {
        "Pod" => Spec,
        "Deployment" or "DaemonSet" or "StatefulSet" or "ReplicaSet" or "Job" or "DeploymentConfig" => Spec.At("template", "spec"),
        "CronJob" => Spec.At("jobTemplate", "spec", "template", "spec"),
        _ => null,
    };

    /// <summary>The labels of the pods that it makes.</summary>
    public Node? PodLabels => Kind == "Pod" ? Root.At("metadata", "labels") : Spec.At("template", "metadata", "labels");
}
