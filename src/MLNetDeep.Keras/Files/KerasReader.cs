using System.Collections.Immutable;
using System.Globalization;
using PureHDF;

namespace MLNetDeep.Keras.Files;

/// <summary>
/// Reads the arrays of all layers of a model. Keras 3 keeps them in groups with the names of the objects: <c>layers/dense_1/vars/0</c>. Older versions
/// have lists of names in the attributes <c>layer_names</c> and <c>weight_names</c>.
/// </summary>
internal static class KerasReader
{
    // Keras 2.13 had another name.
    private static readonly string[] s_roots = ["layers", "_layer_checkpoint_dependencies"];

    // The state of random numbers.
    private const string SeedGenerator = "seed_generator";
    private const string Variables = "vars";
    private const int MaxDepth = 8;

    /// <summary>Reads the content of a file.</summary>
    /// <exception cref="InvalidDataException">The file is not one that Keras wrote.</exception>
    public static KerasContent Read(Hdf5File file)
    {
        IH5Group root = file.Find(file.Root, "model_weights") as IH5Group ?? file.Root;
        if (ReadList(file, root, "layer_names") is { } names)
        {
            return new KerasContent(HasClassNames: false, [.. names.Select(name => ReadNamed(file, root, name)).Where(layer => !layer.Variables.IsEmpty)]);
        }

        List<KerasVariables> groups = [];
        bool found = false;
        foreach (string name in s_roots)
        {
            if (file.Find(file.Root, name) is IH5Group layers)
            {
                found = true;
                AddObjects(file, layers, "", groups, depth: 0);
            }
        }

        return found ? new KerasContent(HasClassNames: true, [.. groups]) : throw new InvalidDataException(
            "it has neither a group 'layers' nor a list 'layer_names'; accepted: files of Sequential and functional models of Keras");
    }

    private static void AddObjects(Hdf5File file, IH5Group group, string path, List<KerasVariables> groups, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new InvalidDataException($"{path} is nested in more than {MaxDepth} groups");
        }

        foreach (IH5Group child in file.Children(group).OfType<IH5Group>().Where(child => child.Name != SeedGenerator))
        {
            if (child.Name != Variables)
            {
                AddObjects(file, child, path.Length == 0 ? child.Name : $"{path}/{child.Name}", groups, depth + 1);
                continue;
            }

            ImmutableArray<KerasVariable> variables =
            [
                .. file.Children(child).OfType<IH5Dataset>()
                    .OrderBy(dataset => int.TryParse(dataset.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue)
                    .Select(dataset => file.ReadVariable(dataset, $"{path}/{Variables}/{dataset.Name}")),
            ];
            if (!variables.IsEmpty)
            {
                groups.Add(new KerasVariables(path, variables));
            }
        }
    }

    private static KerasVariables ReadNamed(Hdf5File file, IH5Group root, string layer)
    {
        IH5Group group = file.Find(root, layer) as IH5Group ?? throw new InvalidDataException($"it has no group {layer}");
        string[] names = ReadList(file, group, "weight_names") ?? throw new InvalidDataException($"the group {layer} has no list 'weight_names'");
        return new KerasVariables(layer, [.. names.Select(name => file.Find(group, name) is IH5Dataset dataset
            ? file.ReadVariable(dataset, $"{layer}/{name}")
            : throw new InvalidDataException($"the group {layer} has no array {name}"))]);
    }

    // Keras cuts lists that are too long for an attribute: layer_names0, layer_names1 and so on.
    private static string[]? ReadList(Hdf5File file, IH5Group group, string name)
    {
        if (file.ReadNames(group, name) is { } all)
        {
            return all;
        }

        List<string> names = [];
        int parts = 0;
        while (file.ReadNames(group, $"{name}{parts}") is { } part)
        {
            names.AddRange(part);
            parts++;
        }

        return parts > 0 ? [.. names] : null;
    }
}
