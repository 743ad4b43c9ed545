using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Transforms;

namespace MLNetDeep;

/// <summary>Label columns of data sets whose classes have names: keys, with the names as their values.</summary>
internal static class ClassNames
{
    /// <summary>Creates the column.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="classNames">The names of the classes, in the order of their keys.</param>
    public static DataViewSchema.DetachedColumn CreateColumn(string name, ImmutableArray<string> classNames) => new(
        name,
        new KeyDataViewType(typeof(uint), classNames.Length),
        TextColumn.CreateAnnotations(AnnotationNames.KeyValues, [.. classNames.Select(className => className.AsMemory())]));

    /// <summary>Returns the key of a class. Keys start at 1; 0 is a missing label.</summary>
    /// <param name="index">The index of the class, counted from 0.</param>
    public static uint Key(int index) => (uint)index + 1;
}
