using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLNetDeep.Loader;

/// <summary>
/// Loads one component of MLNetDeep from a model file. MLNetDeep references this assembly, so both are deployed
/// together. A reference back would be circular, so this assembly finds MLNetDeep by name.
/// </summary>
/// <typeparam name="TComponent">A marker type nested in <see cref="Component"/>. Its name is the component's name.</typeparam>
internal static class ComponentLoader<TComponent>
{
    private const string EntryPoint = "MLNetDeep.Interop.ComponentEntryPoint, MLNetDeep";
    private const string Load = "Load";

    // ML.NET finds this method by its name and parameters. The context is a ModelLoadContext, which is internal to ML.NET.
    private static ITransformer Create(IHostEnvironment env, object context)
    {
        Type entryPoint = Type.GetType(EntryPoint, throwOnError: true)!;
        MethodInfo load = entryPoint.GetMethod(Load, BindingFlags.Static | BindingFlags.Public) ?? throw new MissingMethodException(
            EntryPoint, Load);
        return load.CreateDelegate<Func<IHostEnvironment, string, object, ITransformer>>()(env, typeof(TComponent).Name, context);
    }
}
