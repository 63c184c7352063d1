import { theme, type ThemeConfig } from 'antd';

const font = [
  '-apple-system', 'BlinkMacSystemFont', '"PingFang SC"', '"HarmonyOS Sans SC"', '"MiSans"',
  '"Microsoft YaHei UI"', '"Microsoft YaHei"', '"Noto Sans CJK SC"', '"Segoe UI"', 'sans-serif',
].join(', ');

const shared = { fontFamily: font, fontSize: 13, borderRadius: 8, borderRadiusSM: 6, controlHeight: 32 };

const light: ThemeConfig['token'] = {
  colorPrimary: '#0d7a6f', colorPrimaryHover: '#0b6b61', colorLink: '#0d7a6f', colorLinkHover: '#0b6b61', colorLinkActive: '#095a52',
  colorInfo: '#2f6be4', colorError: '#c9303a',
  colorWarning: '#955600', colorSuccess: '#1d7a41', colorTextBase: '#17201f', colorBgBase: '#ffffff',
  colorTextPlaceholder: '#5f6e6d', colorTextDescription: '#5f6e6d', colorBgLayout: '#f4f6f6',
  colorBorderSecondary: '#e7ecec', colorBorder: '#d3dcdb',
};

const dark: ThemeConfig['token'] = {
  colorPrimary: '#2fb3a4', colorLink: '#4fc4b6', colorInfo: '#4c8dff', colorError: '#f0616d',
  colorWarning: '#e8a33d', colorSuccess: '#45b36b', colorTextBase: '#e6ecec', colorBgBase: '#121617',
  colorTextPlaceholder: '#93a3a3', colorTextDescription: '#a3b1b1', colorBgLayout: '#0f1314',
  colorBgContainer: '#171c1e', colorBgElevated: '#20272a', colorBorderSecondary: '#262e31', colorBorder: '#3a464a',
};

/** Ant Design in our colours; app.css has the same for what is ours alone. */
export function themeOf(isDark: boolean, isStill: boolean): ThemeConfig {
  return {
    cssVar: { key: 'ax' },
    hashed: false,
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: { ...shared, ...(isDark ? dark : light), motion: !isStill },
    components: {
      Button: {
        fontWeight: 500, primaryShadow: 'none', defaultShadow: 'none',
        // White on the light green of the dark theme is too faint to read.
        ...(isDark ? { primaryColor: '#04201c' } : {}),
      },
      Segmented: { itemSelectedBg: isDark ? '#2b3437' : '#ffffff', trackBg: isDark ? '#12181a' : '#eef1f1' },
      Tooltip: { colorBgSpotlight: isDark ? '#3a464a' : '#22302e' },
    },
  };
}
