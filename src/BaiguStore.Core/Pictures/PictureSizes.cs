namespace BaiguStore.Core.Pictures;

/// <summary>Width and height in CSS pixels of a picture on this site, by its path; null if unknown.</summary>
public delegate (int Width, int Height)? PictureSizes(string path);
