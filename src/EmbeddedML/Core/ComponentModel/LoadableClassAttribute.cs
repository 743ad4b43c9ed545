using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML;

/// <summary>
/// Says, on an assembly, that a component can be made when a model is loaded. The loader type has a static method
/// <c>Create(IHostEnvironment, ModelLoadContext)</c> (or with object as the second) that returns the instance type.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class LoadableClassAttribute : Attribute
{
    public LoadableClassAttribute(
        Type instType,
        [DynamicallyAccessedMembers(CreateMethod)] Type loaderType,
        Type? argType,
        Type sigType,
        string userName,
        params string[] loadNames)
    {
        InstanceType = instType;
        LoaderType = loaderType;
        ArgumentType = argType;
        SignatureType = sigType;
        UserName = userName;
        LoadNames = loadNames;
    }

    public const DynamicallyAccessedMemberTypes CreateMethod = DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods;

    public Type InstanceType { get; }

    [DynamicallyAccessedMembers(CreateMethod)]
    public Type LoaderType { get; }

    public Type? ArgumentType { get; }

    public Type SignatureType { get; }

    public string UserName { get; }

    public string[] LoadNames { get; }
}
