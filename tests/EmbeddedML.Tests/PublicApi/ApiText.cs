using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace EmbeddedML.Tests.PublicApi;

/// <summary>Public types and members as lines of text, in the form of the list of ML.NET's public API.</summary>
internal static class ApiText
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(char)] = "char",
        [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long",
        [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double", [typeof(string)] = "string", [typeof(object)] = "object",
    };

    /// <summary>Namespace, kind and name of a type, without what it derives from.</summary>
    public static string Header(Type type) => $"{type.Namespace} :: {Kind(type)} {NestedName(type)}";

    /// <summary>The members that a type declares and that its users can see.</summary>
    public static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return EnumValues(type);
        if (IsDelegate(type))
            return [];
        return type.GetConstructors(Declared).Where(IsVisible).Select(Constructor)
            .Concat(type.GetMethods(Declared).Where(m => IsVisible(m) && !m.IsSpecialName).Select(Method))
            .Concat(type.GetProperties(Declared).Where(p => IsVisible(p.GetMethod)).Select(Property))
            .Concat(type.GetFields(Declared).Where(f => (f.IsPublic || f.IsFamily) && !f.IsSpecialName).Select(Field))
            .Concat(type.GetEvents(Declared).Where(e => IsVisible(e.AddMethod)).Select(e => $"public event {Name(e.EventHandlerType!)} {e.Name}"));
    }

    private static string Kind(Type type)
    {
        if (type.IsEnum)
            return "enum";
        if (IsDelegate(type))
            return $"delegate {Name(type.GetMethod("Invoke")!.ReturnType)}";
        if (type.IsInterface)
            return "interface";
        if (type.IsValueType)
            return "struct";
        return type.IsAbstract && type.IsSealed ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";
    }

    private static string Constructor(ConstructorInfo constructor) => $"{Access(constructor)}.ctor({Parameters(constructor)})";

    private static string Method(MethodInfo method)
    {
        string generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        return $"{Modifiers(method)}{Name(method.ReturnType)} {method.Name}{generic}({Parameters(method)})";
    }

    private static string Property(PropertyInfo property)
    {
        ParameterInfo[] indices = property.GetIndexParameters();
        string name = indices.Length == 0 ? property.Name : $"this[{string.Join(", ", indices.Select(Parameter))}]";
        return $"{Modifiers(property.GetMethod!)}{Name(property.PropertyType)} {name} {{ get; {(IsVisible(property.SetMethod) ? "set; " : "")}}}";
    }

    private static string Field(FieldInfo field)
    {
        string modifiers = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        string value = field.IsLiteral ? $" = {field.GetRawConstantValue()}" : "";
        return $"{(field.IsPublic ? "public " : "protected ")}{modifiers}{Name(field.FieldType)} {field.Name}{value}";
    }

    private static IEnumerable<string> EnumValues(Type type)
        => Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}");

    private static string Modifiers(MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface)
            return "";
        bool overrides = method.GetBaseDefinition() != method;
        string modifiers = method.IsStatic ? "static "
            : method.IsAbstract ? (overrides ? "abstract override " : "abstract ")
            : overrides ? (method.IsFinal ? "" : "override ") // of one that is sealed the list says nothing
            : method.IsVirtual && !method.IsFinal ? "virtual " : "";
        return Access(method) + modifiers;
    }

    private static string Access(MethodBase method) => method.IsPublic ? "public " : "protected ";

    private static string Parameters(MethodBase method)
    {
        string parameters = string.Join(", ", method.GetParameters().Select(Parameter));
        return method.IsDefined(typeof(ExtensionAttribute)) ? "this " + parameters : parameters;
    }

    private static string Parameter(ParameterInfo parameter)
    {
        string prefix = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params "
            : parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : "";
        string value = parameter.HasDefaultValue ? $" = {Default(parameter)}" : "";
        return $"{prefix}{Name(parameter.ParameterType)} {parameter.Name}{value}";
    }

    private static string Default(ParameterInfo parameter) => parameter.RawDefaultValue switch
    {
        null => "null",
        bool value => value ? "true" : "false",
        string text => $"\"{text}\"",
        double number => number.ToString(CultureInfo.InvariantCulture).Replace("∞", "Infinity"),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        object value => value.ToString()!,
    };

    private static string Name(Type type)
    {
        if (s_keywords.TryGetValue(type, out string? keyword))
            return keyword;
        if (type.IsByRef)
            return Name(type.GetElementType()!);
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is Type underlying)
            return Name(underlying) + "?";
        return type.IsGenericParameter ? type.Name : NestedName(type);
    }

    // Of Outer<A>.Inner<B>, reflection gives all arguments to the innermost: A, B.
    private static string NestedName(Type type)
    {
        var parts = new List<string>();
        Type[] arguments = type.GetGenericArguments();
        for (Type? part = type; part is not null; part = part.DeclaringType)
        {
            int first = part.DeclaringType?.GetGenericArguments().Length ?? 0;
            int end = part.GetGenericArguments().Length;
            string own = part.Name.Split('`')[0];
            string generic = end > first ? $"<{string.Join(", ", arguments[first..end].Select(Name))}>" : "";
            parts.Insert(0, own + generic);
        }
        return string.Join('.', parts);
    }

    private static bool IsDelegate(Type type) => type.IsSubclassOf(typeof(MulticastDelegate));

    private static bool IsVisible(MethodBase? method) => method is not null && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);
}
