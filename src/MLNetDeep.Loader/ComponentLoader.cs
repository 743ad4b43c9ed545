using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLNetDeep.Loader;

/// <summary>
/// The way from a name in a model file to the component in MLNetDeep. MLNetDeep refers to this assembly, so that it is
/// there wherever MLNetDeep is; the way back is by name.
/// </summary>
internal static class ComponentLoader
{
    private const string EntryPoint = "MLNetDeep.Interop.ComponentEntryPoints, MLNetDeep";

    public static ITransformer Load(string component, IHostEnvironment env, object context)
    {
        Type entryPoints = Type.GetType(EntryPoint, throwOnError: true)!;
        MethodInfo load = entryPoints.GetMethod(component, BindingFlags.Static | BindingFlags.Public)
            ?? throw new MissingMethodException(EntryPoint, component);
        return (ITransformer)load.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [env, context], null)!;
    }
}
