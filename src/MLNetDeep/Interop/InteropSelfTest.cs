using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.ML;

namespace MLNetDeep.Interop;

/// <summary>
/// Checks that every internal ML.NET member that MLNetDeep uses exists. Without this check, a missing member fails only at the first
/// call that needs it, such as loading a model, perhaps long after the package was updated.
/// </summary>
internal static class InteropSelfTest
{
    private const BindingFlags AllMembers = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    // The first row of the table of members of other assemblies in an assembly's metadata.
    private const int FirstMemberReference = 0x0A000001;

    /// <summary>Returns a line for each missing member; an empty list if none is missing.</summary>
    public static IReadOnlyList<string> FindMissing()
    {
        List<string> missing = new();
        foreach (MethodInfo accessor in Accessors())
        {
            if (!Exists(accessor))
            {
                missing.Add(Describe(accessor));
            }
        }

        try
        {
            RuntimeHelpers.RunClassConstructor(typeof(MLNetInternals).TypeHandle);
        }
        catch (TypeInitializationException e)
        {
            missing.Add($"{e.InnerException?.Message ?? e.Message} ({Version(typeof(ITransformer))})");
        }

        missing.AddRange(MissingInLoader());
        return missing;
    }

    /// <summary>
    /// Returns a line for each type of MLNetDeep.Loader that cannot be loaded, because an interface that it implements is missing or has
    /// another member; if all can, a line for each member of ML.NET that it calls and that is missing. Its attributes, which register the
    /// components, are created too.
    /// </summary>
    public static IEnumerable<string> MissingInLoader()
    {
        Assembly loader = Assembly.Load(ModelFormat.LoaderAssembly);
        try
        {
            loader.GetTypes();
            loader.GetCustomAttributes(inherit: false);
        }
        catch (ReflectionTypeLoadException e)
        {
            return e.LoaderExceptions.Select(cause => $"{cause?.Message} ({Version(typeof(ITransformer))})");
        }
        catch (Exception e) when (e is TypeLoadException or MissingMemberException)
        {
            return [$"{e.Message} ({Version(typeof(ITransformer))})"];
        }

        return LoaderMembers().Where(member => member.Missing is not null).Select(member => $"{member.Missing} ({Version(typeof(ITransformer))})");
    }

    /// <summary>
    /// Returns the members of other assemblies that MLNetDeep.Loader uses, or for a missing one the message that says so.
    /// </summary>
    public static IEnumerable<(MemberInfo? Member, string? Missing)> LoaderMembers()
    {
        Module module = Assembly.Load(ModelFormat.LoaderAssembly).ManifestModule;
        for (int token = FirstMemberReference; ; token++)
        {
            (MemberInfo? Member, string? Missing) member;
            try
            {
                member = (module.ResolveMember(token), null);
            }
            catch (ArgumentOutOfRangeException)
            {
                yield break;
            }
            catch (ArgumentException)
            {
                // A member whose types are type parameters. None of ML.NET's is one.
                continue;
            }
            catch (Exception e) when (e is TypeLoadException or MissingMemberException)
            {
                member = (null, e.Message);
            }

            yield return member;
        }
    }

    /// <summary>Returns the accessor methods, one per internal member.</summary>
    public static IEnumerable<MethodInfo> Accessors() =>
        typeof(MLNetInternals).GetMethods(AllMembers | BindingFlags.DeclaredOnly).Where(m => m.IsDefined(typeof(UnsafeAccessorAttribute)));

    private static bool Exists(MethodInfo accessor)
    {
        UnsafeAccessorAttribute attribute = accessor.GetCustomAttribute<UnsafeAccessorAttribute>()!;
        if (Owner(accessor) is not Type owner)
        {
            return false;
        }

        Type[] parameters = accessor.GetParameters().Select(p => p.ParameterType).ToArray();
        return attribute.Kind switch
        {
            UnsafeAccessorKind.Constructor => owner.GetConstructor(AllMembers, parameters) is not null,
            UnsafeAccessorKind.Field => owner.GetField(attribute.Name!, AllMembers) is { } field && field.FieldType == accessor.ReturnType.GetElementType(),
            _ => owner.GetMethod(attribute.Name!, AllMembers, parameters[1..]) is { } method && method.ReturnType == accessor.ReturnType,
        };
    }

    // Returns the type that declares the member: the return type for a constructor, otherwise the type of the first parameter. If that
    // type is internal, UnsafeAccessorTypeAttribute names it.
    private static Type? Owner(MethodInfo accessor)
    {
        if (accessor.GetCustomAttribute<UnsafeAccessorAttribute>()!.Kind == UnsafeAccessorKind.Constructor)
        {
            return accessor.ReturnType;
        }

        ParameterInfo first = accessor.GetParameters()[0];
        return first.GetCustomAttribute<UnsafeAccessorTypeAttribute>() is { } named ? Type.GetType(named.TypeName, throwOnError: false) : first.ParameterType;
    }

    private static string Describe(MethodInfo accessor)
    {
        UnsafeAccessorAttribute attribute = accessor.GetCustomAttribute<UnsafeAccessorAttribute>()!;
        string owner = Owner(accessor)?.FullName ?? accessor.GetParameters()[0].GetCustomAttribute<UnsafeAccessorTypeAttribute>()!.TypeName;
        return $"{owner}.{attribute.Name ?? "ctor"} is missing or has a different type in {Version(Owner(accessor) ?? typeof(ITransformer))}";
    }

    private static string Version(Type type)
    {
        Assembly assembly = type.Assembly;
        string? version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return $"{assembly.GetName().Name} {version ?? $"{assembly.GetName().Version}"}";
    }
}
