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

    /// <summary>The objects of a document: itself, or the items of a List. Anything else gives none.</summary>
    public static IEnumerable<Manifest> Of(Node document)
    {
        var manifest = new Manifest(document);
        if (manifest.Kind.Length == 0 || manifest.ApiVersion.Length == 0)
        {
            return [];
        }

        return manifest.Kind == "List" ? document.Each("items").SelectMany(Of) : [manifest];
    }

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
